import type { Resolvers } from '../generated/graphql.ts';
import { cartAddressSet } from './mutations/cartAddressSet.ts';
import { cartAttributesSet } from './mutations/cartAttributesSet.ts';
import { cartCheckout } from './mutations/cartCheckout.ts';
import { cartClear } from './mutations/cartClear.ts';
import { cartCouponApply } from './mutations/cartCouponApply.ts';
import { cartCouponRemove } from './mutations/cartCouponRemove.ts';
import { cartCreate } from './mutations/cartCreate.ts';
import { cartFillFromOrder } from './mutations/cartFillFromOrder.ts';
import { cartHandoverSet } from './mutations/cartHandoverSet.ts';
import { cartLinesAdd } from './mutations/cartLinesAdd.ts';
import { cartLinesRemove } from './mutations/cartLinesRemove.ts';
import { cartLinesUpdate } from './mutations/cartLinesUpdate.ts';
import { cartMerge } from './mutations/cartMerge.ts';
import { cartTipSet } from './mutations/cartTipSet.ts';
import { couponsCreate } from './mutations/couponsCreate.ts';
import { promotionCreate } from './mutations/promotionCreate.ts';
import { promotionUpdate } from './mutations/promotionUpdate.ts';
import { cart } from './queries/cart.ts';
import { myCarts } from './queries/myCarts.ts';
import { promotion } from './queries/promotion.ts';
import { promotionAuditEntries } from './queries/promotionAuditEntries.ts';
import { promotions } from './queries/promotions.ts';
import { cartUpdated } from './subscriptions/cartUpdated.ts';
import { cartType } from './types/cart.ts';
import { cartLineType } from './types/cartLine.ts';
import { cartWarningType } from './types/cartWarning.ts';
import { promotionType } from './types/promotion.ts';
import { promotionAuditEntryType } from './types/promotionAuditEntry.ts';

export const resolvers = {
  Query: { cart, myCarts, promotions, promotion, promotionAuditEntries },
  Mutation: {
    cartCreate,
    cartLinesAdd,
    cartLinesUpdate,
    cartLinesRemove,
    cartClear,
    cartFillFromOrder,
    cartMerge,
    cartAddressSet,
    cartTipSet,
    cartHandoverSet,
    cartAttributesSet,
    cartCouponApply,
    cartCouponRemove,
    cartCheckout,
    promotionCreate,
    promotionUpdate,
    couponsCreate,
  },
  Subscription: { cartUpdated },
  Cart: cartType,
  CartLine: cartLineType,
  CartWarning: cartWarningType,
  Promotion: promotionType,
  PromotionAuditEntry: promotionAuditEntryType,
} satisfies Resolvers;
