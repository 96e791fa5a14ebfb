"""Arrays in, arrays out: what the layers of a CNN compute, their gradients, and training.

Read in this order: :mod:`shapes` and :mod:`windows` (which windows there are), :mod:`convolution` (what a filter
does), :mod:`im2col` and :mod:`bands` (how it is computed fast), :mod:`pooling`, :mod:`activations`, :mod:`linear`,
:mod:`loss`, :mod:`layers`, :mod:`pooling_layers`, :mod:`network`, :mod:`training`. Arguments are checked in
:mod:`arrays` and :mod:`filters`; :mod:`repairs` finds settings that work.
"""
