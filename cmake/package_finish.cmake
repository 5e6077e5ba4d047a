# SPDX-License-Identifier: Apache-2.0
# Run by CPack over each package's files before it packs them: what Debian's policy wants beside them.
# SOURCE_DATE_EPOCH, where it is set (script/package sets it to the commit's time), dates the changelog.
file(GLOB components LIST_DIRECTORIES true ${CPACK_TEMPORARY_DIRECTORY}/*)
set(name_registry sello)
set(name_postgres sello-postgresql)
set(name_verify sello-verify)
set(name_dev libselloverify-dev)

string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${CPACK_TEMPORARY_DIRECTORY}/../changelog.Debian
"sello (${CPACK_SELLO_VERSION}) unstable; urgency=medium

  * What changed is told in CHANGELOG.md of the source.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
file(READ ${CPACK_SELLO_SOURCE}/cmake/copyright copyright)

foreach(component IN LISTS components)
  get_filename_component(key ${component} NAME)
  if(NOT DEFINED name_${key})
    continue()
  endif()
  set(doc ${component}/usr/share/doc/${name_${key}})
  file(MAKE_DIRECTORY ${doc})
  file(WRITE ${doc}/copyright "${copyright}")
  file(COPY ${CPACK_TEMPORARY_DIRECTORY}/../changelog.Debian DESTINATION ${doc})
  file(GLOB_RECURSE pages ${component}/usr/share/man/*.[13])
  execute_process(COMMAND gzip -9nf ${pages} ${doc}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB_RECURSE shared ${component}/usr/lib/*.so ${component}/usr/lib/*.so.*)
  foreach(file IN LISTS shared)
    if(NOT IS_SYMLINK ${file})
      file(CHMOD ${file} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    endif()
  endforeach()
endforeach()
