"""The colours that everything we write is made of; each ink is legible on its ground (contrast at least 4.5)."""

from __future__ import annotations

INK, HEADING, LABEL, INPUT, TOTAL = "#1F2937", "#D6E4F0", "#EEF3F8", "#FFFFFF", "#F3F4F6"
RED_INK, RED, AMBER_INK, AMBER, GREEN_INK = "#9C0006", "#FFC7CE", "#7A4B00", "#FFEB9C", "#0B5D1E"
LINK = "#1D4E89"
