/** How a panel draws its query. */
export type PanelKind = 'stat' | 'timeseries' | 'piechart';

export interface PanelSpec {
  readonly kind: PanelKind;
  readonly title: string;
  /** PromQL, with Grafana's variables. */
  readonly query: string;
  /** One of Grafana's units, such as `s`, `reqps`, `percentunit`. */
  readonly unit: string;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export interface BoardSpec {
  /** Its file is `<name>.json`. */
  readonly name: string;
  readonly title: string;
  readonly rows: readonly RowSpec[];
}

const panelOf =
  (kind: PanelKind) =>
  (title: string, query: string, unit = 'none'): PanelSpec => ({ kind, title, query, unit });

export const stat = panelOf('stat');
export const series = panelOf('timeseries');
export const pie = panelOf('piechart');

export const ofService = (service: string): string => `service="${service}"`;

export const rate = (metric: string, by: string, where = ''): string =>
  `sum by (${by}) (rate(${metric}{${where}}[$__rate_interval]))`;

export const quantile = (q: number, metric: string, by: string, where = ''): string =>
  `histogram_quantile(${q}, sum by (le, ${by}) (rate(${metric}_bucket{${where}}[$__rate_interval])))`;

export const average = (metric: string, where = ''): string =>
  `sum(rate(${metric}_sum{${where}}[$__rate_interval])) / sum(rate(${metric}_count{${where}}[$__rate_interval]))`;

/** Several totals side by side, by name. */
export const sideBySide = (totals: Readonly<Record<string, string>>): string =>
  Object.entries(totals)
    .map(([name, query]) => `label_replace(${query}, "what", "${name}", "", "")`)
    .join(' or ');
