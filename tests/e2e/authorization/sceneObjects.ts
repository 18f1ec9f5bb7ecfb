/** What the owner has, and what everybody else tries to reach. */
export interface Scene {
  readonly productId: string;
  readonly sku: string;
  readonly categoryId: string;
  readonly categorySlug: string;
  readonly storeId: string;
  readonly cartId: string;
  readonly lineId: string;
  readonly emptyCartId: string;
  readonly addressId: string;
  readonly spareAddressId: string;
  readonly methodId: string;
  readonly spareMethodId: string;
  readonly spareSessionId: string;
  /** Out for delivery with the courier of the matrix. */
  readonly orderId: string;
  readonly paymentId: string;
  readonly deliveryId: string;
  /** Cancelled, with the quote that became it. */
  readonly cancelledId: string;
  readonly usedQuote: string;
  /** Delivered, and paid back in part. */
  readonly refundedId: string;
  readonly ownerEmail: string;
  readonly ownerId: string;
  /** One of the owner. */
  readonly notificationId: string;
  readonly spareUserId: string;
  /** A zone of this store, far from everybody. */
  readonly zoneId: string;
  /** Paused, so that it changes nobody's prices. */
  readonly promotionId: string;
}
