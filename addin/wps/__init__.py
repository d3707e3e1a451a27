"""WPS 表格 as a host of the commands.

``port.js`` is the only code that knows the object model of WPS; it runs in the add-in's own page, and so does Python,
as WebAssembly. Between them go a name and JSON, see ``door``.
"""
