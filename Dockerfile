# Builds the program and puts it alone into a small image.
#
#   docker build -t dutybell .
#   docker run -d --name dutybell -v dutybell:/var/lib/dutybell dutybell
#
# The volume holds the configuration, the token's file and the data: README.md, "Docker".

FROM rust:1.95-slim-trixie AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY crates crates
COPY src src
COPY benches benches
COPY config config
# The release as Cargo.lock has it. The caches stay out of the image.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin dutybell \
    && install -D -m 755 target/release/dutybell /out/dutybell

# The same Debian as above: the program needs its libc, and nothing else. Certificates and time
# zones are built into the program.
FROM debian:trixie-slim
RUN groupadd --system --gid 10001 dutybell \
    && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/dutybell \
       --no-create-home --shell /usr/sbin/nologin dutybell \
    && install -d -o dutybell -g dutybell -m 700 /var/lib/dutybell
COPY --from=build /out/dutybell /usr/local/bin/dutybell

# Large blocks go back to the system at once: some MB less of resident memory.
ENV MALLOC_MMAP_THRESHOLD_=131072 \
    DUTYBELL_LOG_FORMAT=json

USER 10001:10001
WORKDIR /var/lib/dutybell
VOLUME /var/lib/dutybell
EXPOSE 8090

# Asks the program itself, through [http] of its configuration.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 \
    CMD ["dutybell", "health", "--config", "/var/lib/dutybell/dutybell.toml"]

# It stops within 5 s of SIGTERM; docker waits 10 s by itself.
STOPSIGNAL SIGTERM
ENTRYPOINT ["dutybell"]
CMD ["run", "--config", "/var/lib/dutybell/dutybell.toml"]
