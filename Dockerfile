# One image for processing, dashboard and collector: docker-compose.yml says which is which.
# The Python that the tests run on; the image exists for amd64 and for arm64.
FROM python:3.11.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /app
ENV PATH=/app/bin:$PATH

# Its parts, as ./run installs them: each one of the version and the contents that were tested.
# Unlike there they are compiled ahead, since no container can keep what it compiles.
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes --requirement requirements/run.txt

COPY pyproject.toml README.md LICENSE ./
COPY plantar plantar
COPY collector collector
COPY processing processing
COPY dashboard dashboard
COPY cli cli
RUN pip install --no-deps --no-build-isolation .

# -P takes what was installed, and not the sources that lie here. Whatever user runs it may put
# other machine code in its place, since compose.env names one that the image cannot know.
ENV NUMBA_CACHE_DIR=/var/cache/plantar
RUN install -d /var/cache/plantar \
    && python -P -c "from processing.force.warm import warm; warm()" \
    && chmod -R a+rwX /var/cache/plantar

FROM python:3.11.13-slim-bookworm
COPY --from=build /app /app
COPY --from=build /var/cache/plantar /var/cache/plantar
# A new volume takes over the rights of the folder it covers; a copied folder need not have them.
RUN install -d -m 1777 /var/lib/plantar && chmod 0777 /var/cache/plantar
ENV PATH=/app/bin:$PATH \
    HOME=/tmp \
    NUMBA_CACHE_DIR=/var/cache/plantar \
    PLANTAR_HOME=/var/lib/plantar \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /var/lib/plantar
ENTRYPOINT ["plantar"]
CMD ["--help"]
