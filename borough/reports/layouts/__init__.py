"""How a compiled report looks as a page, as a PDF and in Word."""
