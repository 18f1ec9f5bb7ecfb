// Composes schema/*.graphql into schema/supergraph.graphql: `nakku generate supergraph` without the command line.
import { generate } from './generate.ts';

await generate(['supergraph'], { check: false });
