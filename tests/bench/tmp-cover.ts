import { openPages } from '#label-printer/decoding/pages.ts';
import { likelyRegions } from '#label-printer/intake/likely-regions.ts';
import { cropped } from '#label-printer/decoding/regions.ts';
import { readWithZxingWasm } from '#label-printer/decoding/zxing-wasm.ts';
import { docketOf, pilePdf } from '#tests/support/piles.ts';
const cpu=()=>{const {user,system}=process.cpuUsage(); return (user+system)/1000;};
const S=['QRCode','Code128','PDF417','DataMatrix','Aztec','EAN13'] as const;
const pdf=await pilePdf([{cover:docketOf(1)},{stamp:docketOf(2)},{record:{}} as never,{foreign:'EX00001234'}]);
const pages=await openPages(pdf);
for(let i=0;i<4;i++){ const page=await pages.page(i); for(const r of likelyRegions(page.grey,page.dpi??200)){ const crop=cropped(page.grey,r);
 const out:string[]=[];
 for(const [name,fm,eff] of [['all full',S,'full'],['all upright',S,'upright'],['all quick',S,'quick'],['QR full',['QRCode'],'full'],['128 full',['Code128'],'full'],['PDF full',['PDF417'],'full'],['DM full',['DataMatrix'],'full'],['AZ full',['Aztec'],'full'],['EAN full',['EAN13'],'full']] as const){ let n=0; const t:number[]=[]; for(let k=0;k<8;k++){const a=cpu(); n=(await readWithZxingWasm(crop,fm as never,eff)).length; t.push(cpu()-a);} t.sort((a,b)=>a-b); out.push(`${name} ${t[3]!.toFixed(1)} (${n})`);} 
 console.log(i,crop.width,crop.height,r.likeliest,out.join('; ')); } }
pages.close();
