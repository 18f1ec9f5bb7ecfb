/** Headers of HTTP or Kafka: what a W3C `traceparent` is read from. */
export type HeaderCarrier = Readonly<Record<string, unknown>>;
