// The entry of every image: runs the service that SERVICE names, of the table in tools/src/system/services.ts.
import { serviceNamed } from '../../tools/dist/system/services.js';

const { folder, entry } = serviceNamed(process.env.SERVICE ?? '');
await import(new URL(`../../${folder}/${entry}`, import.meta.url).href);
