import type { Sentences } from './sentences.ts';

export const en: Sentences = {
  confirmed: (orderNumber) => ({
    title: `Order ${orderNumber} is confirmed`,
    body: 'The store has your order and packs it now.',
  }),
  onTheWay: { title: 'Your order is on the way', body: 'The courier has picked up your order.' },
  courierNearby: { title: 'Your courier is nearby', body: 'Your order will be at the door in a moment.' },
  delivered: (orderNumber) => ({
    title: `Order ${orderNumber} is delivered`,
    body: 'Enjoy! You can rate the order in the app.',
  }),
  cancelled: (orderNumber, reason) => ({
    title: `Order ${orderNumber} is cancelled`,
    body: `${reason} What you have paid is returned to you.`,
  }),
  refunded: (amount) => ({
    title: `You get ${amount} back`,
    body: 'The refund goes to the payment method that you used. Your bank may take a few days.',
  }),
  cancelReason: {
    CUSTOMER_REQUEST: 'You cancelled the order.',
    STAFF_REQUEST: 'The store cancelled the order.',
    OUT_OF_STOCK: 'The store has too little of an item.',
    STOCK_LOST: 'The reserved items are no longer available.',
    RESERVATION_TIMEOUT: 'The items could not be reserved in time.',
    PAYMENT_TIMEOUT: 'The payment was not authorised in time.',
    STORE_TIMEOUT: 'The store did not pack the order in time.',
    NO_COURIER: 'No courier was available.',
    STORE_UNAVAILABLE: 'The store is closed or does not exist any more.',
  },
};
