"""Operations pages."""
