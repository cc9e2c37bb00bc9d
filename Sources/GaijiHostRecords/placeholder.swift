// Framing and numbers: see the files beside this one.
