import { cellsOf } from '#label-printer/intake/restless-cells.ts';
const cpu=()=>{const {user,system}=process.cpuUsage(); return (user+system)/1000;};
const mk=()=>{const p=new Uint8Array(1652*2336); for(let i=0;i<p.length;i++) p[i]=Math.random()<.1?20:250; return p;};
const bufs=[mk(),mk(),mk()];
for(let r=0;r<12;r++){ const a=cpu(); for(let k=0;k<10;k++) cellsOf({width:1652,height:2336,pixels:bufs[k%3]!},2+1); const b=cpu(); console.log(((b-a)/10).toFixed(2)); }
