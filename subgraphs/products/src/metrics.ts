import type { MeasuredFields } from '@nakku/service';
import { workMetrics } from '@nakku/telemetry';

const searches = workMetrics('product_search', 'Searches and listings of products');
const changes = { metrics: workMetrics('catalogue_change', 'Changes of products and categories') };

/** Business metrics of products. */
export const measured: MeasuredFields = {
  products: {
    metrics: searches,
    methods: ['search', 'list'],
    methodOf: ({ search }) => (typeof search === 'string' && search.trim() !== '' ? 'search' : 'list'),
  },
  productSuggestions: { metrics: searches, methods: ['suggest'], methodOf: () => 'suggest' },
  productCreate: changes,
  productUpdate: changes,
  productArchive: changes,
  productRestore: changes,
  priceEntryCreate: changes,
  priceEntryUpdate: changes,
  priceEntryDelete: changes,
  categoryCreate: changes,
  categoryUpdate: changes,
  categoryMove: changes,
  categoryArchive: changes,
  categoryRestore: changes,
};
