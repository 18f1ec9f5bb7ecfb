// Loader hooks (node:module register): replaces one piece of one module as it is loaded.
import { VARIANTS } from './variants.mjs';

const name = process.env.NAKKU_BROKEN ?? '';
const variant = VARIANTS[name];
if (!variant) throw new Error(`there is no broken variant "${name}"`);

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith(variant.file)) return loaded;
  const source = String(loaded.source);
  if (source.split(variant.find).length !== 2)
    throw new Error(`"${name}" is not once in ${variant.file}: bring the variant up to date`);
  return { ...loaded, source: source.replace(variant.find, () => variant.put) };
}
