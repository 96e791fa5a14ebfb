"""A loop for a coroutine of a test."""

import asyncio


def on_a_loop(watch):
    """Run a coroutine on a loop of its own, also where the browser tests have left Playwright's running."""
    outer = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(watch())
    finally:
        asyncio._set_running_loop(outer)
