import type { Sentences } from './sentences.ts';

export const de: Sentences = {
  confirmed: (orderNumber) => ({
    title: `Bestellung ${orderNumber} ist bestätigt`,
    body: 'Die Filiale hat deine Bestellung und packt sie jetzt.',
  }),
  onTheWay: {
    title: 'Deine Bestellung ist unterwegs',
    body: 'Der Kurier hat deine Bestellung abgeholt.',
  },
  courierNearby: {
    title: 'Dein Kurier ist gleich da',
    body: 'Deine Bestellung ist in wenigen Augenblicken an der Tür.',
  },
  delivered: (orderNumber) => ({
    title: `Bestellung ${orderNumber} ist geliefert`,
    body: 'Lass es dir schmecken! Du kannst die Bestellung in der App bewerten.',
  }),
  cancelled: (orderNumber, reason) => ({
    title: `Bestellung ${orderNumber} ist storniert`,
    body: `${reason} Was du bezahlt hast, bekommst du zurück.`,
  }),
  refunded: (amount) => ({
    title: `Du bekommst ${amount} zurück`,
    body: 'Die Erstattung geht auf dein Zahlungsmittel. Bei der Bank kann das einige Tage dauern.',
  }),
  cancelReason: {
    CUSTOMER_REQUEST: 'Du hast die Bestellung storniert.',
    STAFF_REQUEST: 'Die Filiale hat die Bestellung storniert.',
    OUT_OF_STOCK: 'Die Filiale hat von einem Artikel nicht genug Bestand.',
    STOCK_LOST: 'Der reservierte Bestand ist nicht mehr verfügbar.',
    RESERVATION_TIMEOUT: 'Der Bestand konnte nicht rechtzeitig reserviert werden.',
    PAYMENT_TIMEOUT: 'Die Zahlung wurde nicht rechtzeitig autorisiert.',
    STORE_TIMEOUT: 'Die Filiale hat die Bestellung nicht rechtzeitig gepackt.',
    NO_COURIER: 'Es war kein Kurier verfügbar.',
    STORE_UNAVAILABLE: 'Die Filiale ist geschlossen oder es gibt sie nicht mehr.',
  },
};
