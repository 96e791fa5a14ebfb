"""What the captions of 03_padding have to say: see ``tests/helpers/captions.py``."""

import numpy as np


def window(values, namespace):
    """``show``: the sizes, and the value of the chosen window."""
    image, kernel_size, padding = namespace["toy"], values["kernel_size"], values["padding"]
    rows, columns = image.shape
    height, width = (side + 2 * padding - kernel_size + 1 for side in image.shape)
    if height < 1 or width < 1:
        return None
    wide = np.zeros((rows + 2 * padding, columns + 2 * padding))
    wide[padding : padding + rows, padding : padding + columns] = image
    row, column = divmod(values["position"], width)
    value = wide[row : row + kernel_size, column : column + kernel_size].sum()
    return [
        f"Input ({rows}, {columns}) with padding {padding} and kernel ({kernel_size}, {kernel_size})",
        f"output ({height}, {width})",
        f"row {row}, column {column} gives {value:g}",
    ]


CAPTIONS = {"show": window}
