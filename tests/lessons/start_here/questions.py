"""What the questions of ``00_start_here`` ask."""

from questions import Asked

ASKED = {
    "start-predict-3": Asked(
        "sees (depends on) {kernel} pixels. Max pooling keeps the largest of {window} such cells.",
        lambda kernel, window: kernel[0] + window[0] - 1 if len({*kernel}) == len({*window}) == 1 else None,
    ),
    "start-1": Asked(
        "Max pooling holds {maps}·{rows}·{columns} = {count} numbers.",
        lambda maps, rows, columns, count: maps * 2 * rows * 2 * columns if maps * rows * columns == count else None,
    ),
}

ELSEWISE = {
    "start-predict-1": "a drawing, read by the network",
    "start-predict-2": "a drawing, read by the network",
    "start-predict-4": "the three mistakes of the network",
    "start-2": "the largest field is in the picture",
    "start-3": "what a probability means",
}
