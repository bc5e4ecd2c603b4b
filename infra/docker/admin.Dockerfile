# The dashboard. The jars are built outside (mvn package, or ./pipeline up --docker does it); then, at the top of the project:
#   docker build -f infra/docker/admin.Dockerfile -t event-pipeline/admin-dashboard .
FROM eclipse-temurin:25-jre

RUN useradd --system --uid 10001 --no-create-home pipeline
WORKDIR /app
COPY infra/docker/healthy /usr/local/bin/
# What changes seldom comes first: libraries, then our own jars (the context leaves them out of lib/).
COPY admin-dashboard/target/lib/ lib/
COPY event-contract/target/event-contract.jar service-runtime/target/service-runtime.jar ./
COPY admin-dashboard/target/admin-dashboard.jar app.jar
COPY admin-dashboard/jvm.options ./
USER 10001

# The pages, and apart from them health and metrics, which need no login.
ENV MICRONAUT_SERVER_PORT=8082 ENDPOINTS_ALL_PORT=8085 LOG_FORMAT=json
EXPOSE 8082 8085
HEALTHCHECK --interval=5s --timeout=4s --start-period=40s --retries=3 CMD ["healthy"]
# The JVM is process 1, so that SIGTERM reaches it. Its options, the heap's size
# included, are in /app/jvm.options: mount another file there to change them.
ENTRYPOINT ["java", "@jvm.options", "-cp", "app.jar:event-contract.jar:service-runtime.jar", "io.eventpipeline.admin.AdminApplication"]
