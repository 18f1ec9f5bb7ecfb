// `npm run secrets`: new secrets as lines for the .env of Docker Compose.
import { asEnvFile, generateSecrets } from '../system/secrets.ts';

process.stdout.write(asEnvFile(await generateSecrets('')));
