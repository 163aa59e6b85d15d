# The operator's image. Build its inputs first, then the image, from any with a Java 17 runtime and glibc, which ONNX
# Runtime needs:
#   mvn -B -q -pl operator -am package -DskipTests
#   docker build --target operator --build-arg BASE=IMAGE -t rlscaler/operator:0.1.0 .
ARG BASE
FROM ${BASE} AS operator
# Libraries change seldom and are large, so they are a layer of their own, below the operator.
COPY operator/target/lib/ /opt/rlscaler/lib/
COPY operator/target/rlscaler-operator-*.jar /opt/rlscaler/
USER 65532:65532
# The heap grows with the limit of the container; the rest is for ONNX Runtime and threads.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70"
# One series less for each counter and histogram.
ENV PROMETHEUS_DISABLE_CREATED_SERIES=true
EXPOSE 8080
ENTRYPOINT ["java", "-cp", "/opt/rlscaler/*:/opt/rlscaler/lib/*", "io.rlscaler.operator.OperatorMain"]
