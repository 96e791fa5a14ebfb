"""Contrast and accessibility, as they are in the page."""

from pathlib import Path

AXE = Path(__file__).resolve().parent / "node_modules" / "axe-core" / "axe.min.js"
# Only what stops or hinders people; and only below the given elements, since the rest is JupyterLab's. In one go:
# whichever part is asked for, axe-core first reads the whole page.
# JupyterLab's body is 0 pixels high and cuts off what overflows it: axe-core would take every word for hidden, and
# measure no contrast; and a cell out of sight is not painted.
RUN_AXE = """async (roots, rules) => {
    const style = document.createElement("style");
    style.textContent = "body { overflow: visible !important } .jp-Cell { content-visibility: visible !important }";
    document.head.append(style);
    const asked = rules ? { runOnly: rules } : {};
    const found = await window.axe.run({ include: roots }, { resultTypes: ["violations"], ...asked });
    style.remove();
    return found.violations
        .filter((rule) => ["serious", "critical"].includes(rule.impact))
        .map((rule) => `${rule.impact} ${rule.id}: ${rule.help}: `
            + rule.nodes.map((node) => node.target.join(" ") + " " + node.html.slice(0, 160)).join(" | "));
}"""
# Colour of a text, and of the first opaque background behind it.
COLOURS = """(element) => {
    const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
    let behind = element;
    while (behind) {
        const background = parts(getComputedStyle(behind).backgroundColor);
        if (background.length === 3 || background[3] === 1) {
            return [parts(getComputedStyle(element).color).slice(0, 3), background.slice(0, 3)];
        }
        behind = behind.parentElement;
    }
    return [parts(getComputedStyle(element).color).slice(0, 3), [255, 255, 255]];
}"""
ALL_COLOURS = f"""(elements) => elements
    .filter((element) => element.checkVisibility({{ visibilityProperty: true }}))
    .map((element) => [element.innerText, ...({COLOURS})(element)])"""


def outputs(lab):
    """Return the output areas that show something."""
    return lab.page.locator(".jp-Cell-outputArea:has(.jp-OutputArea-child)")


def violations(lab, roots, rules=None):
    """Return the serious and critical violations that axe-core finds below what a locator finds.

    `rules` are names of axe-core's rules to ask for; None asks for all.
    """
    if not lab.page.evaluate("() => Boolean(window.axe)"):
        lab.page.add_script_tag(path=AXE)
    return roots.evaluate_all(RUN_AXE, rules)


def luminance(colour):
    """Return the relative luminance of an sRGB colour of 0–255 by WCAG 2."""
    shares = [part / 255 for part in colour[:3]]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * part for weight, part in zip([0.2126, 0.7152, 0.0722], linear, strict=True))


def contrast(one, other):
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def contrasts_of(elements):
    """Return (text, contrast with what is behind it) of each of the elements that can be seen."""
    return [(text, contrast(*colours)) for text, *colours in elements.evaluate_all(ALL_COLOURS)]


def contrast_of(element):
    """Return the contrast of a text with what is behind it."""
    return contrast(*element.evaluate(COLOURS))
