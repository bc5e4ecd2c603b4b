# The simulator: a small shop that sends events. The jars are built outside (mvn package, or ./pipeline up --docker does it);
# then, at the top of the project:
#   docker build -f infra/docker/simulator.Dockerfile -t event-pipeline/simulator .
FROM eclipse-temurin:25-jre

RUN useradd --system --uid 10001 --no-create-home pipeline
WORKDIR /app
# Of the libraries of ./pipeline, those that this command needs.
COPY local-stack/target/lib/picocli-*.jar local-stack/target/lib/lettuce-core-*.jar lib/
COPY local-stack/target/local-stack.jar app.jar
USER 10001

# The JVM is process 1, so that SIGTERM reaches it and the counts are printed. Arguments are those of ./pipeline simulate.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-Xmx32m", "-XX:TieredStopAtLevel=1", "-cp", "app.jar:lib/*", \
  "io.eventpipeline.local.command.Simulate"]
