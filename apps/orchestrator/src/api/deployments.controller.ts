import { Body, Controller, HttpCode, Post, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import { placementSetting } from '@partitura/nest';
import { Runtime } from '@partitura/runtime';
import { z } from 'zod';
import { deploymentView } from '../views/deployment-view';
import { ApiProblem } from './api-problem';
import { MAX_FILE_BYTES, MAX_FILES } from './limits';
import { valid } from './validate';

/** The part of an uploaded file that matters here. */
interface UploadedResource {
  readonly fieldname: string;
  readonly originalname: string;
  readonly buffer: Buffer;
}

/** Beside the files: where participants run, and how many seconds to wait until their hosts have answered. */
const fields = z.object({
  placement: placementSetting,
  wait: z.coerce
    .number('give seconds')
    .min(0, 'give seconds from 0')
    .max(300, 'wait 300 seconds at most')
    .default(10),
});

@Controller('v2/deployments')
export class DeploymentsController {
  constructor(private readonly runtime: Runtime) {}

  @Post()
  @HttpCode(200)
  @UseInterceptors(AnyFilesInterceptor({ limits: { fileSize: MAX_FILE_BYTES, files: MAX_FILES } }))
  async deploy(@UploadedFiles() files: readonly UploadedResource[] = [], @Body() body: unknown = {}) {
    const { placement, wait } = valid(fields, body);
    const resources = files.filter(({ fieldname }) => fieldname === 'resources');
    if (resources.length === 0)
      throw new ApiProblem(
        'INVALID_ARGUMENT',
        'No file: send models as multipart/form-data in the field resources.',
      );
    const names = resources.map(({ originalname }) => originalname);
    if (new Set(names).size < names.length)
      throw new ApiProblem('INVALID_ARGUMENT', 'Two files have one name: rename one of them.');
    const result = await this.runtime.deploy(
      resources.map(({ originalname, buffer }) => ({ name: originalname, content: buffer.toString('utf8') })),
      placement,
    );
    const keys = result.scores.map(({ key }) => key);
    const compositions = (await this.runtime.deployments?.settled(keys, wait * 1000)) ?? [];
    return deploymentView(result, this.runtime.registry, compositions);
  }
}
