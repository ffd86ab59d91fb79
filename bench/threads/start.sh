#!/bin/bash
# start.sh NAME KIND PORT LOOPS [jvm flags...]: starts one candidate, pid in run/NAME.pid
cd "$(dirname "$0")"; mkdir -p run; name=$1 kind=$2 port=$3 loops=$4; shift 4
"$(../../build/find-jdk)/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dio.netty.leakDetection.level=disabled -Dio.netty.buffer.checkAccessible=false -Dio.netty.buffer.checkBounds=false "$@" \
  -cp 'classes:lib/*' Main $kind $port $loops run/$name.audit > run/$name.log 2>&1 &
echo $! > run/$name.pid
