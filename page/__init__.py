"""The checker inside a browser: Python as WebAssembly, this project's own packages, and the page around them."""
