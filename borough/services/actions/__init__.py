"""What is done with services: begin, answer, hand over, send, finish."""
