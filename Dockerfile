# The command line in a container: docker run --rm -v "$PWD:/src:ro" claude-preflight check
FROM python:3.13-slim-trixie@sha256:9d2e5553305c7c7b0097999bb17187c69b921ccd6bc9d40e4bb5ebe652c00285 AS build

COPY packaging/locks/bundle.txt /tmp/bundle.txt
RUN python -m venv /opt/claude-preflight \
    && /opt/claude-preflight/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --requirement /tmp/bundle.txt
COPY server/claude_preflight /opt/claude-preflight/lib/python3.13/site-packages/claude_preflight

FROM python:3.13-slim-trixie@sha256:9d2e5553305c7c7b0097999bb17187c69b921ccd6bc9d40e4bb5ebe652c00285

LABEL org.opencontainers.image.title="claude-preflight" \
      org.opencontainers.image.source="https://github.com/claude-preflight/claude-preflight" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/claude-preflight /opt/claude-preflight
COPY LICENSE /opt/claude-preflight/LICENSE
# `fix` wants `--user "$(id -u):$(id -g)"` and a folder that may be written.
USER 65534:65534
WORKDIR /src
# -I: no module is taken from the folder that is checked.
ENTRYPOINT ["/opt/claude-preflight/bin/python", "-I", "-X", "utf8", "-m", "claude_preflight"]
CMD ["check"]
