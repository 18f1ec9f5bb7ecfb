/** Live channel of one order, which every event of its topic signals. */
export function orderChannel(orderId: string): string {
  return `orders:${orderId}`;
}

/** Live channel of all orders of a store. */
export function storeChannel(storeId: string): string {
  return `orders:store:${storeId}`;
}
