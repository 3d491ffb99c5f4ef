"""Operations views."""
