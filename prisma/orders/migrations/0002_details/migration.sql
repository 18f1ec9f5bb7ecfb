-- Details of steps become a kind with parameters, put into words for the reader (graphql/wording). Those that are there
-- are recognised by their sentence; any other is a text that somebody wrote, such as a courier's reason.
ALTER TABLE "order_steps" ALTER COLUMN "detail" TYPE JSONB USING CASE "detail"
  WHEN 'The customer asked for it.' THEN '{"kind": "CANCEL_REASON", "reason": "CUSTOMER_REQUEST"}'::jsonb
  WHEN 'The store asked for it.' THEN '{"kind": "CANCEL_REASON", "reason": "STAFF_REQUEST"}'::jsonb
  WHEN 'The store has not enough of some product.' THEN '{"kind": "CANCEL_REASON", "reason": "OUT_OF_STOCK"}'::jsonb
  WHEN 'The goods that were held are gone.' THEN '{"kind": "CANCEL_REASON", "reason": "STOCK_LOST"}'::jsonb
  WHEN 'The goods could not be held in time.' THEN '{"kind": "CANCEL_REASON", "reason": "RESERVATION_TIMEOUT"}'::jsonb
  WHEN 'The payment was not authorised in time.' THEN '{"kind": "CANCEL_REASON", "reason": "PAYMENT_TIMEOUT"}'::jsonb
  WHEN 'The store did not pack it in time.' THEN '{"kind": "CANCEL_REASON", "reason": "STORE_TIMEOUT"}'::jsonb
  WHEN 'No courier could bring it.' THEN '{"kind": "CANCEL_REASON", "reason": "NO_COURIER"}'::jsonb
  WHEN 'The card was declined.' THEN '{"kind": "PAYMENT_FAILURE", "failure": "CARD_DECLINED"}'::jsonb
  WHEN 'The account has not enough funds.' THEN '{"kind": "PAYMENT_FAILURE", "failure": "INSUFFICIENT_FUNDS"}'::jsonb
  WHEN 'The card has expired.' THEN '{"kind": "PAYMENT_FAILURE", "failure": "EXPIRED_CARD"}'::jsonb
  WHEN 'The cardholder was not authenticated.' THEN '{"kind": "PAYMENT_FAILURE", "failure": "AUTHENTICATION_FAILED"}'::jsonb
  WHEN 'There is no such payment method.' THEN '{"kind": "PAYMENT_FAILURE", "failure": "METHOD_NOT_FOUND"}'::jsonb
  WHEN 'The payment provider had a problem.' THEN '{"kind": "PAYMENT_FAILURE", "failure": "PROVIDER_ERROR"}'::jsonb
  WHEN 'Paid.' THEN '{"kind": "PAYMENT_OUTCOME", "outcome": "CAPTURED"}'::jsonb
  WHEN 'The amount could not be taken yet; it is tried again.' THEN '{"kind": "PAYMENT_OUTCOME", "outcome": "CAPTURE_FAILED"}'::jsonb
  WHEN 'The amount could not be taken.' THEN '{"kind": "PAYMENT_OUTCOME", "outcome": "CAPTURE_OVERDUE"}'::jsonb
  WHEN 'The authorisation was given back; nothing was taken.' THEN '{"kind": "PAYMENT_OUTCOME", "outcome": "VOIDED"}'::jsonb
  WHEN 'A part was refunded.' THEN '{"kind": "PAYMENT_OUTCOME", "outcome": "PARTLY_REFUNDED"}'::jsonb
  WHEN 'Refunded.' THEN '{"kind": "PAYMENT_OUTCOME", "outcome": "REFUNDED"}'::jsonb
  WHEN 'A courier is being found.' THEN '{"kind": "DELIVERY_STATUS", "status": "SCHEDULED"}'::jsonb
  WHEN 'A courier is on the way to the store.' THEN '{"kind": "DELIVERY_STATUS", "status": "ASSIGNED"}'::jsonb
  WHEN 'The courier is at the store.' THEN '{"kind": "DELIVERY_STATUS", "status": "AT_STORE"}'::jsonb
  WHEN 'The courier has the goods.' THEN '{"kind": "DELIVERY_STATUS", "status": "PICKED_UP"}'::jsonb
  WHEN 'The courier is about to arrive.' THEN '{"kind": "DELIVERY_STATUS", "status": "NEARBY"}'::jsonb
  WHEN 'The courier brings it back to the store.' THEN '{"kind": "DELIVERY_STATUS", "status": "RETURNING"}'::jsonb
  WHEN 'Another courier is being found.' THEN '{"kind": "COURIER_SEARCH_REPEATED"}'::jsonb
  WHEN 'There is a new time of arrival.' THEN '{"kind": "ETA_CHANGED"}'::jsonb
  ELSE CASE WHEN "detail" IS NOT NULL THEN jsonb_build_object('kind', 'TEXT', 'text', "detail") END
END;

-- The message of an alert follows from its kind and status.
ALTER TABLE "order_alerts" DROP COLUMN "message";
