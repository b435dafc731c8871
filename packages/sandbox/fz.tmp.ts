import { fuzzClient } from './src/protocol/fuzz/fuzz-client.ts';
import { CLIENTS, EXCEPTIONS } from './src/protocol/fuzz/clients.ts';
for (const [n,p,s] of CLIENTS) {
  const t=Date.now(); const r = await fuzzClient(await import(p), s!, 40, 4711);
  console.log(p, r.operations, r.exchanges, r.unequal.size, Date.now()-t,'ms');
  for (const [k,v] of r.unequal) if(!EXCEPTIONS[k]) console.log('  ',k,v);
}
