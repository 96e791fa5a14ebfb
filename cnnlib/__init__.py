"""The engine of the collection: arrays in, arrays out."""
