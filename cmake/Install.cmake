# Installed: bin/farthing, lib/farthing/libduckdb.so. The tarball also carries the other shared libraries that a bare Debian
# lacks (component bundle), the C++ runtime included, so that it runs on a machine without compilers.
install(TARGETS farthing RUNTIME_DEPENDENCY_SET farthing_needs RUNTIME DESTINATION bin COMPONENT app)
install(FILES "${FARTHING_TOOLS}/duckdb/lib/libduckdb.so" DESTINATION lib/farthing COMPONENT app)
install(FILES "${FARTHING_TOOLS}/duckdb/lib/LICENSE" DESTINATION share/doc/farthing RENAME LICENSE.duckdb COMPONENT app)
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" "${CMAKE_SOURCE_DIR}/README.md" DESTINATION share/doc/farthing COMPONENT app)
install(FILES "${CMAKE_SOURCE_DIR}/test/data/aws_cur_legacy_anonymised_2023-11.csv" DESTINATION share/farthing/demo COMPONENT app)
install(FILES "${CMAKE_SOURCE_DIR}/test/data/focus_converters_LICENSE" DESTINATION share/farthing/demo RENAME LICENSE COMPONENT app)
install(FILES "${CMAKE_SOURCE_DIR}/src/focus/data/LICENSE.focus_validator" DESTINATION share/doc/farthing COMPONENT app)
install(RUNTIME_DEPENDENCY_SET farthing_needs DESTINATION lib/farthing COMPONENT bundle
  PRE_EXCLUDE_REGEXES "^lib(c|m|dl|rt|pthread|resolv|duckdb)\\.so" "^ld-linux")
foreach(package libboost-json1.81.0 libbrotli1 libfmt9 libgcc-s1 libisal2 libsqlite3-0 libssl3 libstdc++6 libxlsxwriter4 libyaml-cpp0.7)
  install(FILES "/usr/share/doc/${package}/copyright" DESTINATION share/doc/farthing RENAME "copyright.${package}" COMPONENT bundle OPTIONAL)
endforeach()
set(CPACK_GENERATOR "TGZ")
set(CPACK_PACKAGE_CONTACT "maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "FinOps for AI workloads on AWS ECS and EKS")
set(CPACK_STRIP_FILES ON)
include(CPack)
