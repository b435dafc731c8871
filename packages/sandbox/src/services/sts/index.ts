/** The service under the name that every folder here gives it. */
export { stsService as service } from './service.ts';
