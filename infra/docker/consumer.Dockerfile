# The consumer. The jars are built outside (mvn package, or ./pipeline up --docker does it); then, at the top of the project:
#   docker build -f infra/docker/consumer.Dockerfile -t event-pipeline/consumer .
# The team's handlers are mounted at /app/handlers, or copied there by an image that begins FROM this one.
FROM eclipse-temurin:25-jre

RUN useradd --system --uid 10001 --no-create-home pipeline
WORKDIR /app
COPY infra/docker/healthy /usr/local/bin/
# What changes seldom comes first: libraries, then our own jars (the context leaves them out of lib/).
COPY consumer-service/target/lib/ lib/
COPY projections/target/lib/ projections/
COPY event-contract/target/event-contract.jar service-runtime/target/service-runtime.jar ./
COPY consumer-service/target/consumer-service.jar app.jar
# Off without PROJECTIONS_ENABLED=true.
COPY projections/target/projections.jar projections/
COPY consumer-service/jvm.options ./
USER 10001

ENV MICRONAUT_SERVER_PORT=8081 LOG_FORMAT=json
EXPOSE 8081
HEALTHCHECK --interval=5s --timeout=4s --start-period=40s --retries=3 CMD ["healthy"]
# The JVM is process 1, so that SIGTERM reaches it and what runs is finished; see shutdown.grace. Its options, the heap's
# size included, are in /app/jvm.options: mount another file there to change them.
ENTRYPOINT ["java", "@jvm.options", "-cp", "app.jar:event-contract.jar:service-runtime.jar:handlers/*:projections/*", \
  "io.eventpipeline.consumer.ConsumerApplication"]
