import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const KAFKA_VERSION = '4.1.1';
const DOWNLOAD_LIMIT_MS = 240_000;
const ENGINES = join(__dirname, '../../../../.etude/engines');
const HOME = join(ENGINES, `kafka-${KAFKA_VERSION}`);

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>etude</groupId><artifactId>kafka</artifactId><version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

const download = async (): Promise<void> => {
  await mkdir(ENGINES, { recursive: true });
  const draft = await mkdtemp(join(ENGINES, 'draft-'));
  try {
    await writeFile(join(draft, 'pom.xml'), POM);
    await run(
      'mvn',
      [
        '--quiet',
        '--batch-mode',
        `--file=${join(draft, 'pom.xml')}`,
        'dependency:copy-dependencies',
        `-DoutputDirectory=${join(draft, 'lib')}`,
      ],
      { timeout: DOWNLOAD_LIMIT_MS },
    );
    await rename(draft, HOME);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/**
 * The folder of Kafka's jars, downloaded through Maven when first asked for
 * (43 MB), or why there is none.
 */
export const provisionKafka = async (): Promise<
  { readonly jars: string } | { readonly unavailable: string }
> => {
  try {
    await run('java', ['-version']);
    if (!existsSync(HOME)) await download();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      unavailable: `Kafka ${KAFKA_VERSION} did not install: ${reason}`,
    };
  }
  return { jars: join(HOME, 'lib', '*') };
};
