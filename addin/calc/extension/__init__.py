"""The files of the extension that are not made from anything: see ``addin.calc.oxt``."""
