"""Operations: health checks, logs, progress and subprocesses."""
