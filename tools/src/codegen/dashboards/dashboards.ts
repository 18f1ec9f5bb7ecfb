import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as PiePanel } from '@grafana/grafana-foundation-sdk/piechart';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as SeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import { repositoryRoot } from '../../checkout/state.ts';
import { SERVICES } from '../../system/services.ts';
import type { Artefact } from '../artefact.ts';
import { metricsOf } from '../docs/metrics.ts';
import type { BoardSpec, PanelSpec } from './panel.ts';
import { unknownMetrics } from './promqlNames.ts';
import { crossBoards, serviceBoard } from './serviceBoards.ts';

const FOLDER = 'deploy/grafana/dashboards';
const PANELS = { stat: StatPanel, timeseries: SeriesPanel, piechart: PiePanel };

const services = SERVICES.filter(({ kind }) => kind !== 'simulator');

/** Every dashboard. */
export function boards(root = repositoryRoot): BoardSpec[] {
  const ofServices = services.map(({ name, folder }) =>
    serviceBoard(
      name,
      metricsOf(folder, root).filter(({ file }) => file.startsWith(`${folder}/`)),
      {
        publishes: existsSync(path.join(root, folder, 'src/events/publish.ts')),
        consumes: existsSync(path.join(root, folder, 'src/events/consume')),
        hasJobs: existsSync(path.join(root, folder, 'src/jobs')),
      },
    ),
  );
  return [...ofServices, ...crossBoards];
}

/** Names of the metrics that some service registers. */
export const registeredMetrics = (root = repositoryRoot): ReadonlySet<string> =>
  new Set(services.flatMap(({ folder }) => metricsOf(folder, root)).map(({ name }) => name));

function panel({ kind, title, query, unit }: PanelSpec) {
  return new PANELS[kind]()
    .title(title)
    .unit(unit)
    .span(kind === 'stat' ? 4 : 8)
    .height(7)
    .datasource({ type: 'prometheus', uid: '${datasource}' })
    .withTarget(
      new DataqueryBuilder()
        .refId('A')
        .expr(query)
        .exemplar(kind === 'timeseries'),
    );
}

function jsonOf({ name, title, rows }: BoardSpec): string {
  const board = new DashboardBuilder(title)
    .uid(`nakku-${name}`)
    .tags(['nakku'])
    .refresh('10s')
    .time({ from: 'now-1h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').type('prometheus'));
  for (const row of rows) {
    board.withRow(new RowBuilder(row.title));
    for (const one of row.panels) board.withPanel(panel(one));
  }
  return `${JSON.stringify(board.build(), null, 2)}\n`;
}

/** Grafana's dashboards, each of whose queries reads metrics that the code registers. */
export const dashboards: Artefact = {
  name: 'dashboards',
  what: FOLDER,
  files() {
    const known = registeredMetrics();
    const files = new Map<string, string>();
    for (const board of boards()) {
      for (const { title, query } of board.rows.flatMap(({ panels }) => panels)) {
        const unknown = unknownMetrics(query, known);
        if (unknown.length > 0)
          throw new Error(`${board.name}, ${title}: nobody registers ${unknown.join(', ')}`);
      }
      files.set(`${FOLDER}/${board.name}.json`, jsonOf(board));
    }
    return Promise.resolve(files);
  },
};
