# One image for web, worker and live updates; compose.yaml runs it beside PostgreSQL.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/borough && /opt/borough/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY borough ./borough
COPY councils ./councils
RUN /opt/borough/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim-bookworm
RUN useradd --system --home-dir /var/lib/borough --create-home borough
COPY --from=build /opt/borough /opt/borough
ENV PATH=/opt/borough/bin:$PATH BOROUGH_HOME=/var/lib/borough BOROUGH_BIND=0.0.0.0
USER borough
VOLUME /var/lib/borough
EXPOSE 8000 8001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
CMD ["borough", "web"]
