// `node --import` of a service that is to be broken: the variant that NAKKU_BROKEN names.
import { register } from 'node:module';

if (process.env.NAKKU_BROKEN) register('./hooks.mjs', import.meta.url);
