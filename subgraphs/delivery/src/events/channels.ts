/** Channels of live hints, besides what the events of a delivery notify by themselves. */
export const channels = {
  /** There may be work for the dispatchers: a delivery needs a courier, or a courier has room. */
  dispatch: 'delivery-dispatch',
  /** What is offered to a courier changed. */
  offers: (courierId: string): string => `delivery-offers:${courierId}`,
  /** The courier of this order moved. */
  position: (orderId: string): string => `delivery-position:${orderId}`,
  /** A delivery of this order changed: what `delivery.*` events notify by themselves. */
  delivery: (orderId: string): string => `delivery:${orderId}`,
};
