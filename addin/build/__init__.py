"""Makes ``gouji.xlam`` out of text, without Excel: ribbon, VBA, settings."""
