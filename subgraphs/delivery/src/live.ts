/** Channels of live hints, besides `delivery:<orderId>`, which each event of a delivery has by itself. */
export const channels = {
  /** There may be work for the dispatcher: a delivery needs a courier, or a courier has room. */
  dispatch: 'delivery-dispatch',
  /** What is offered to a courier changed. */
  offers: (courierId: string): string => `delivery-offers:${courierId}`,
  /** The courier of this order moved. */
  position: (orderId: string): string => `delivery-position:${orderId}`,
  /** What `delivery.*` events of an order hint at. */
  delivery: (orderId: string): string => `delivery:${orderId}`,
};
