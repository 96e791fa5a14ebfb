"""IPython's shell as far as exit() concerns it: exit() raises nothing there, but asks the shell to end."""

from IPython.core.autocall import ZMQExitAutocall


class Shell:
    """A shell that counts how often it was asked to end; a notebook's does so when the cell is done."""

    def __init__(self):
        self.asked = 0
        self.exit = ZMQExitAutocall(self)

    def ask_exit(self):
        self.asked += 1
